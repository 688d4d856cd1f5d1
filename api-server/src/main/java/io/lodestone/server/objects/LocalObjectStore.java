package io.lodestone.server.objects;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Buckets as folders: the object {@code reports/2026/a.json} of the bucket {@code plant} is the
 * file {@code buckets/plant/reports/2026/a.json}. What a file system could not take as a name is
 * written {@code _x2A_}, the hexadecimal number of each byte. Safe for several threads, as long as
 * they store different objects.
 *
 * <p>An object appears under its name whole. A crash before {@link #put} returns may leave empty
 * folders, or a file whose name begins with {@code _x_}, which stands in nobody's way.
 */
public final class LocalObjectStore {
  /** The name of an empty segment; longer names that begin like this are of unfinished objects. */
  private static final String NOTHING = "_x_";

  private static final String BUCKETS = "buckets";

  private final Directory data;

  /**
   * @param data gets a folder {@code buckets} when the first object is stored
   */
  public LocalObjectStore(Directory data) {
    this.data = Objects.requireNonNull(data, "data");
  }

  /**
   * Stores an object, in the place of the one that has its key, if there is one; durable on return.
   *
   * @param bucket made when it is not there
   * @param key slashes make folders
   * @param content handed over, not copied
   * @throws IOException when the disk refuses; the object is not there, or as it was, then
   */
  public void put(String bucket, String key, byte[] content) throws IOException {
    Directory folder = child(child(data, BUCKETS), bucket);
    int start = 0;
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', start)) {
      folder = child(folder, key.substring(start, slash));
      start = slash + 1;
    }
    String name = fileName(key.substring(start));
    folder.delete(NOTHING + name);
    try (AppendFile file = folder.create(NOTHING + name)) {
      file.append(ByteBuffer.wrap(content));
      file.sync();
    }
    folder.rename(NOTHING + name, name);
    folder.sync();
  }

  private static Directory child(Directory parent, String segment) throws IOException {
    Directory child = parent.directory(fileName(segment));
    parent.sync();
    return child;
  }

  /** Different texts have different names. */
  private static String fileName(String segment) {
    if (segment.isEmpty()) {
      return NOTHING;
    }
    boolean dots = segment.equals(".") || segment.equals("..");
    byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
    StringBuilder name = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      boolean escape = bytes[i] == '_' && i + 1 < bytes.length && bytes[i + 1] == 'x';
      if (dots || escape || !isPlain(bytes[i])) {
        name.append("_x").append(HexFormat.of().withUpperCase().toHexDigits(bytes[i])).append('_');
      } else {
        name.append((char) bytes[i]);
      }
    }
    return name.toString();
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '.'
        || b == '-'
        || b == '_';
  }
}
