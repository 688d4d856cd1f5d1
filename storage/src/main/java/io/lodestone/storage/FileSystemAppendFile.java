package io.lodestone.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Writes with {@code write} and syncs with {@code fdatasync}; never through a mapping, where a full
 * disk would end the process.
 */
final class FileSystemAppendFile implements AppendFile {
  private static final int ZEROS_BYTES = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer[] pair = new ByteBuffer[2];
  private volatile long size;

  /** Bytes of the file on disk, zeros at its end included. Used by the appending thread. */
  private long length;

  /** What killed the file, null while it lives. */
  private volatile IOException death;

  FileSystemAppendFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  @Override
  public String name() {
    return path.getFileName().toString();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void preallocate(long bytes) throws IOException {
    requireAlive();
    try {
      length = Math.max(length, size);
      ByteBuffer zeros = ByteBuffer.allocateDirect(Math.clamp(bytes - length, 0, ZEROS_BYTES));
      while (length < bytes) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - length));
        length += channel.write(zeros, length);
      }
    } catch (IOException e) {
      throw dead(e);
    }
  }

  @Override
  public void append(ByteBuffer buffer) throws IOException {
    requireAlive();
    try {
      long position = size;
      while (buffer.hasRemaining()) {
        position += channel.write(buffer, position);
      }
      size = position;
    } catch (IOException e) {
      throw dead(e);
    }
  }

  @Override
  public void append(ByteBuffer first, ByteBuffer second) throws IOException {
    requireAlive();
    long end = size + first.remaining() + second.remaining();
    pair[0] = first;
    pair[1] = second;
    try {
      // Gathered writes go to the channel's own position, which positional writes leave alone.
      if (channel.position() != size) {
        channel.position(size);
      }
      while (second.hasRemaining() || first.hasRemaining()) {
        channel.write(pair);
      }
      size = end;
    } catch (IOException e) {
      throw dead(e);
    } finally {
      pair[0] = null;
      pair[1] = null;
    }
  }

  /**
   * One sync at a time: the kernel reports a lost write to one of them only, and the other would
   * take its silence for success.
   */
  @Override
  public synchronized void sync() throws IOException {
    requireAlive();
    try {
      channel.force(false);
    } catch (IOException e) {
      throw dead(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void requireAlive() throws IOException {
    IOException killer = death;
    if (killer != null) {
      throw new IOException(path + " is dead after an earlier failure", killer);
    }
  }

  private IOException dead(IOException failure) {
    IOException named = FileSystemFailure.named(path, failure);
    death = named;
    return named;
  }
}
