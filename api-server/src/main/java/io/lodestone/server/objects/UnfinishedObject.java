package io.lodestone.server.objects;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DiskFullException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * An object that is written piece by piece. Nobody sees it before it is finished; without that it
 * is gone when it is closed. Used by one thread.
 */
public final class UnfinishedObject implements Closeable {
  /** How much is written between two looks at the room that is left. */
  private static final int BYTES_BETWEEN_LOOKS = 1 << 20;

  private final Directory folder;
  private final String name;
  private final AppendFile file;
  private final long freeBytesMin;
  private long nextLook;
  private boolean finished;

  private UnfinishedObject(Directory folder, String name, AppendFile file, long freeBytesMin) {
    this.folder = folder;
    this.name = name;
    this.file = file;
    this.freeBytesMin = freeBytesMin;
  }

  static UnfinishedObject create(Directory folder, String name, long freeBytesMin)
      throws IOException {
    String unfinished = LocalObjectStore.NOTHING + name;
    folder.delete(unfinished);
    return new UnfinishedObject(folder, name, folder.create(unfinished), freeBytesMin);
  }

  /**
   * Writes bytes at the end; not durable before {@link #finish}. Each call goes to the disk: many
   * small ones are better put together first.
   *
   * @throws DiskFullException when the disk has not enough room left
   */
  public void append(byte[] bytes, int offset, int count) throws IOException {
    if (freeBytesMin > 0 && file.size() >= nextLook) {
      if (folder.freeBytes() < freeBytesMin) {
        throw new DiskFullException(name + " in " + folder, null);
      }
      nextLook = file.size() + BYTES_BETWEEN_LOOKS;
    }
    file.append(ByteBuffer.wrap(bytes, offset, count));
  }

  /** The same as a stream, whose end is of no effect. */
  public OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        append(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        append(bytes, offset, count);
      }
    };
  }

  /** Bytes written so far. */
  public long size() {
    return file.size();
  }

  /**
   * Stores what was written under the key of the object; durable on return.
   *
   * @throws IOException when the disk refuses; what stood under the key before is still there then,
   *     or this object
   */
  public void finish() throws IOException {
    file.sync();
    file.close();
    folder.rename(LocalObjectStore.NOTHING + name, name);
    finished = true;
    folder.sync();
  }

  /** Gives the object up unless it is finished. More than once is harmless. */
  @Override
  public void close() throws IOException {
    file.close();
    if (!finished) {
      folder.delete(LocalObjectStore.NOTHING + name);
    }
  }
}
