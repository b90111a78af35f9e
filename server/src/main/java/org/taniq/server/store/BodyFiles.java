package org.taniq.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.taniq.server.store.StoreException.Reason;

/**
 * Bodies as files, {@code bodies/<first byte of the id>/<BodyName>}. A file stands there only
 * complete and after its fsync. Times of files and directories are midnight, as far as a program
 * may set them. Thread-safe.
 */
final class BodyFiles implements AutoCloseable {
  private final Disk disk;
  private final FailStop failStop;
  private final List<Directory> shards = new ArrayList<>();

  /** Makes the directories, durably, where they are missing. */
  BodyFiles(Path root, Disk disk, FailStop failStop) throws IOException {
    this.disk = disk;
    this.failStop = failStop;
    try (Directory all = new Directory(root, disk)) {
      for (int i = 0; i < BodyName.SHARDS; i++) {
        Directory shard = new Directory(root.resolve(BodyName.shardName(i)), disk);
        shard.hideTime();
        shards.add(shard);
      }
      all.sync();
      all.hideTime();
    }
  }

  /**
   * Moves a complete, fsynced file to its place; durable on return.
   *
   * @throws StoreException STORE_FAILED, and the store stops accepting
   */
  void publish(Path complete, BodyName name) throws StoreException {
    Directory shard = shards.get(name.shard());
    try {
      disk.move(complete, shard.resolve(name.fileName()));
      shard.sync();
      shard.hideTime();
    } catch (IOException e) {
      throw failStop.fail(e);
    }
  }

  /**
   * Opens a body behind {@code from} bytes.
   *
   * @throws StoreException UNKNOWN_ENVELOPE
   */
  InputStream read(BodyName name, long from) throws StoreException, IOException {
    try {
      SeekableByteChannel channel = Files.newByteChannel(path(name));
      try {
        return Channels.newInputStream(channel.position(from));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new StoreException(Reason.UNKNOWN_ENVELOPE, e);
    }
  }

  /**
   * Removes bodies, durably on return.
   *
   * @throws StoreException STORE_FAILED, and the store stops accepting
   */
  void remove(List<BodyName> names) throws StoreException {
    Set<Directory> touched = new HashSet<>();
    try {
      for (BodyName name : names) {
        disk.remove(path(name));
        touched.add(shards.get(name.shard()));
      }
      for (Directory shard : touched) {
        shard.sync();
        shard.hideTime();
      }
    } catch (IOException e) {
      throw failStop.fail(e);
    }
  }

  /** A body on disk with its size in bytes. */
  record Found(BodyName name, long size) {}

  /** The bodies of one shard; what is no body of ours is left alone. */
  List<Found> scan(int shard) throws IOException {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(shards.get(shard).path())) {
      for (Path file : files) {
        Optional<BodyName> name = BodyName.parse(String.valueOf(file.getFileName()));
        if (name.isPresent() && name.get().shard() == shard) {
          found.add(new Found(name.get(), Files.size(file)));
        }
      }
    }
    return found;
  }

  @Override
  public void close() {
    shards.forEach(Directory::close);
  }

  private Path path(BodyName name) {
    return shards.get(name.shard()).resolve(name.fileName());
  }
}
