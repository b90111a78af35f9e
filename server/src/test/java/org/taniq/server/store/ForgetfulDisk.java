package org.taniq.server.store;

import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;

/** A disk that leaves one step out: what a checker of durability must notice. */
class ForgetfulDisk extends Disk {

  /** What is left out. */
  enum Forgets {
    NOTHING,
    BODY,
    DIRECTORY,
    INDEX
  }

  private final Forgets forgets;

  ForgetfulDisk(Forgets forgets) {
    this.forgets = forgets;
  }

  @Override
  void sync(RandomAccessFile file) throws java.io.IOException {
    if (forgets != Forgets.BODY) {
      super.sync(file);
    }
  }

  @Override
  void syncDirectory(FileChannel directory) throws java.io.IOException {
    if (forgets != Forgets.DIRECTORY) {
      super.syncDirectory(directory);
    }
  }

  @Override
  void syncIndex(Database index) throws StoreException {
    if (forgets != Forgets.INDEX) {
      super.syncIndex(index);
    }
  }
}
