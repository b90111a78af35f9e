package org.taniq.protocol.tar;

/** Which entries a place allows, in which order: SPEC §2.10 for testimony, §5 for publications. */
@FunctionalInterface
public interface NameRule {

  /**
   * Whether this entry may stand here. Called once for each entry, in order, before its content is
   * read; a name that was already there never gets here.
   *
   * @param index 0 for the first entry
   */
  boolean allows(int index, TarEntry entry);
}
