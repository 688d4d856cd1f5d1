package io.lodestone.server.objects;

import io.lodestone.storage.Directory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Buckets as folders: the object {@code reports/2026/a.json} of the bucket {@code plant} is the
 * file {@code buckets/plant/reports/2026/a.json}. What a file system could not take as a name is
 * written {@code _x2A_}, the hexadecimal number of each byte. Safe for several threads, as long as
 * they store different objects.
 *
 * <p>An object appears under its name whole. A crash before {@link #put} returns, or before an
 * object that is written piece by piece is finished, may leave empty folders, or a file whose name
 * begins with {@code _x_}, which stands in nobody's way. Nobody deletes it: it may be removed by
 * hand when no server runs.
 */
public final class LocalObjectStore {
  /** The name of an empty segment; longer names that begin like this are of unfinished objects. */
  static final String NOTHING = "_x_";

  private static final String BUCKETS = "buckets";

  /** What S3 takes. */
  private static final int KEY_BYTES_MAX = 1_024;

  /** What file systems take. */
  private static final int NAME_BYTES_MAX = 255;

  private final Directory data;
  private final long freeBytesMin;

  /**
   * @param data gets a folder {@code buckets} when the first object is stored
   */
  public LocalObjectStore(Directory data) {
    this(data, 0);
  }

  /**
   * @param data likewise
   * @param freeBytesMin free bytes of the disk below which objects that are written piece by piece
   *     do not grow
   */
  public LocalObjectStore(Directory data, long freeBytesMin) {
    this.data = Objects.requireNonNull(data, "data");
    this.freeBytesMin = freeBytesMin;
  }

  /**
   * Stores an object, in the place of the one that has its key, if there is one; durable on return.
   *
   * @param bucket made when it is not there
   * @param key slashes make folders
   * @param content handed over, not copied
   * @throws KeyTooLongException when the key, or a part of it, is too long
   * @throws IOException when the disk refuses; the object is not there, or as it was, then
   */
  public void put(String bucket, String key, byte[] content) throws IOException {
    try (UnfinishedObject object = begin(bucket, key, 0)) {
      object.append(content, 0, content.length);
      object.finish();
    }
  }

  /**
   * Begins an object that is written piece by piece. It is stored when it is finished, in the place
   * of the one that has its key, if there is one.
   *
   * @param bucket made when it is not there
   * @param key slashes make folders
   * @return the caller's to close
   * @throws KeyTooLongException when the key, or a part of it, is too long
   * @throws IOException when the disk refuses
   */
  public UnfinishedObject begin(String bucket, String key) throws IOException {
    return begin(bucket, key, freeBytesMin);
  }

  private UnfinishedObject begin(String bucket, String key, long freeMin) throws IOException {
    if (key.getBytes(StandardCharsets.UTF_8).length > KEY_BYTES_MAX) {
      throw new KeyTooLongException(
          "The key of an object would be longer than " + KEY_BYTES_MAX + " bytes: " + key);
    }
    Directory folder = child(child(data, BUCKETS, key), bucket, key);
    int start = 0;
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', start)) {
      folder = child(folder, key.substring(start, slash), key);
      start = slash + 1;
    }
    String name = checked(fileName(key.substring(start)), NAME_BYTES_MAX - NOTHING.length(), key);
    return UnfinishedObject.create(folder, name, freeMin);
  }

  private static Directory child(Directory parent, String segment, String key) throws IOException {
    Directory child = parent.directory(checked(fileName(segment), NAME_BYTES_MAX, key));
    parent.sync();
    return child;
  }

  private static String checked(String name, int bytesMax, String key) throws KeyTooLongException {
    if (name.length() > bytesMax) {
      throw new KeyTooLongException(
          "A part of the key of an object is too long for the disk, where all but letters, digits,"
              + " '.', '-' and '_' take five bytes each: "
              + key);
    }
    return name;
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
