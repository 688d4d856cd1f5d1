package io.lodestone.server;

/** Which release this is. */
final class Version {
  private Version() {}

  /** As the jar's manifest says; classes that were never packed are "development". */
  static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
