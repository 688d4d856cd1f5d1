package io.lodestone.storage;

/** What may be the name of a file: one path segment that means the same on every file system. */
public final class FileNames {
  private static final int LENGTH_MAX = 255;

  private FileNames() {}

  /**
   * Hands a valid name back.
   *
   * @throws IllegalArgumentException when it is anything but {@code [A-Za-z0-9._-]+}, is {@code .}
   *     or {@code ..}, or is longer than 255 characters
   */
  public static String require(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException("not the name of a file: \"" + name + '"');
    }
    return name;
  }

  static boolean isValid(String name) {
    int length = name.length();
    if (length == 0 || length > LENGTH_MAX || name.equals(".") || name.equals("..")) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == '-';
      if (!plain) {
        return false;
      }
    }
    return true;
  }
}
