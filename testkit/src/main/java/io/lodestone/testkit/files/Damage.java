package io.lodestone.testkit.files;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.ReadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads and changes files behind the database's back, on any directory. */
public final class Damage {
  private Damage() {}

  /** The whole content of a file. */
  public static byte[] bytesOf(Directory directory, String name) throws IOException {
    try (ReadFile file = directory.open(name)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
      file.read(0, bytes);
      return bytes.array();
    }
  }

  /** Gives a file another content, or makes it; durable at once. */
  public static void replace(Directory directory, String name, byte[] content) throws IOException {
    directory.delete(name);
    try (AppendFile file = directory.create(name)) {
      file.append(ByteBuffer.wrap(content));
      file.sync();
    }
    directory.sync();
  }

  /** Turns one bit round. */
  public static void flipBit(Directory directory, String name, long bit) throws IOException {
    byte[] bytes = bytesOf(directory, name);
    bytes[Math.toIntExact(bit / 8)] ^= (byte) (1 << bit % 8);
    replace(directory, name, bytes);
  }

  /** Cuts a file, or fills it up with zeros to a length. */
  public static void resize(Directory directory, String name, int length) throws IOException {
    replace(directory, name, Arrays.copyOf(bytesOf(directory, name), length));
  }

  /** Writes zeros over a range, as a lost sector does. */
  public static void zero(Directory directory, String name, int from, int to) throws IOException {
    byte[] bytes = bytesOf(directory, name);
    Arrays.fill(bytes, from, to, (byte) 0);
    replace(directory, name, bytes);
  }
}
