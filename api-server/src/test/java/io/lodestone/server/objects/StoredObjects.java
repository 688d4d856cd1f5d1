package io.lodestone.server.objects;

import io.lodestone.storage.Directory;
import io.lodestone.storage.ReadFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What a disk has in its buckets, by the names of files. For tests. */
public final class StoredObjects {
  private StoredObjects() {}

  /** All objects of a bucket by their keys, and unfinished ones by the names of their files. */
  public static Map<String, byte[]> of(Directory data, String bucket) throws IOException {
    Map<String, byte[]> objects = new TreeMap<>();
    Directory folder = data.directory("buckets").directory(bucket);
    collect(folder, "", objects);
    return objects;
  }

  private static void collect(Directory folder, String prefix, Map<String, byte[]> objects)
      throws IOException {
    for (String name : folder.list()) {
      boolean unfinished = name.startsWith("_x_") && name.length() > 3;
      objects.put(prefix + (unfinished ? name : segment(name)), content(folder, name));
    }
    for (String name : folder.listDirectories()) {
      collect(folder.directory(name), prefix + segment(name) + "/", objects);
    }
  }

  /** The part of a key that a file or folder is called after. */
  static String segment(String fileName) {
    if (fileName.equals("_x_")) {
      return "";
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < fileName.length(); i++) {
      if (fileName.startsWith("_x", i)) {
        bytes.write(Integer.parseInt(fileName, i + 2, i + 4, 16));
        i += 4;
      } else {
        bytes.write(fileName.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static byte[] content(Directory folder, String name) throws IOException {
    try (ReadFile file = folder.open(name)) {
      ByteBuffer buffer = ByteBuffer.allocate((int) file.size());
      file.read(0, buffer);
      return buffer.array();
    }
  }
}
