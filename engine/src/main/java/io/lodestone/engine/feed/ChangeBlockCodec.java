package io.lodestone.engine.feed;

import io.lodestone.engine.journal.JournalDecoder;
import io.lodestone.engine.journal.JournalEncoder;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.engine.journal.JournalEntry.PointsWritten;
import io.lodestone.model.SequenceNumber;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a block of changes: where its changes stand and when they were made, then its points
 * as a payload of the journal that is complete in itself. See {@code docs/formats/feed.md}. One
 * owner.
 */
final class ChangeBlockCodec {
  /**
   * In the place of the count of changes: a sealed block follows, and the number of its database.
   */
  static final int SEALED = 0;

  /** Room for a block of some columns. */
  private static final int BLOCK_BYTES = 1 << 17;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final JournalEncoder journal = new JournalEncoder(BLOCK_BYTES);

  /** Differences of one byte each, not written yet, and room for a fourth byte behind the last. */
  private final byte[] places = new byte[3 * 1_024 + 1];

  private long payloads;

  /** Adds the bytes of a block. */
  void write(ByteWriter out, ChangeBlock block, long tableId) {
    out.writeVarInt(block.size());
    writePlaces(out, block);
    journal.begin(1, ++payloads);
    if (block.replaced().length > 0) {
      journal.add(new PointsReplaced(tableId, false, block.replaced(), block.before()));
    }
    journal.add(new PointsWritten(tableId, false, block.points()));
    out.writeBytes(journal.payload());
  }

  /** Frames, ordinals and seconds. Most are small differences, gathered before they are written. */
  private void writePlaces(ByteWriter out, ChangeBlock block) {
    long[] sequences = block.sequences();
    long[] ticks = block.ticks();
    int size = block.size();
    int length = 0;
    long before = -1;
    long frame = 0;
    long tick = 0;
    for (int row = 0; row < size; row++) {
      SequenceNumber sequence = new SequenceNumber(sequences[row]);
      long frames = sequence.frame() - frame;
      int ordinals = frames == 0 ? (int) (sequence.packed() - before) - 1 : sequence.ordinal();
      long seconds = ticks[row] - tick;
      if ((frames | ordinals | seconds) >>> 7 == 0 && length + 4 <= places.length) {
        INTS.set(places, length, (int) (frames | (long) ordinals << 8 | seconds << 16));
        length += 3;
      } else {
        out.writeBytes(places, 0, length);
        length = 0;
        out.writeVarLong(frames);
        out.writeVarInt(ordinals);
        out.writeVarLong(seconds);
      }
      before = sequence.packed();
      frame = sequence.frame();
      tick = ticks[row];
    }
    out.writeBytes(places, 0, length);
  }

  /**
   * Reads a block.
   *
   * @param file how messages name the file
   * @param offset where the bytes begin in it, for messages
   */
  static ChangeBlock read(byte[] bytes, String file, long offset) throws CorruptFileException {
    ByteReader in = ByteReader.create().reset(bytes, 0, bytes.length);
    try {
      int count = in.readCount(3);
      long[] sequences = new long[count];
      long[] ticks = new long[count];
      long frame = 0;
      int ordinal = -1;
      long tick = 0;
      for (int row = 0; row < count; row++) {
        long frames = in.readVarLong();
        ordinal = Math.addExact(in.readVarInt(), (frames == 0 ? ordinal : -1) + 1);
        frame = Math.addExact(frame, frames);
        tick = Math.addExact(tick, in.readVarLong());
        sequences[row] = SequenceNumber.of(frame, ordinal).packed();
        ticks[row] = tick;
        if (row > 0 && sequences[row] <= sequences[row - 1]) {
          throw in.malformed("ascending sequence numbers", frame + "/" + ordinal);
        }
      }
      byte[] payload = in.readBytes(in.remaining());
      return block(payload, sequences, ticks, file, offset);
    } catch (MalformedBytesException e) {
      throw new CorruptFileException(file, offset + e.position(), e.expected(), e.found());
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new CorruptFileException(file, offset, "sequence numbers", e.getMessage());
    }
  }

  private static ChangeBlock block(
      byte[] payload, long[] sequences, long[] ticks, String file, long offset)
      throws CorruptFileException {
    List<JournalEntry> entries = new JournalDecoder().decode(1, ByteBuffer.wrap(payload));
    int[] replaced = {};
    Optional<PointsReplaced.Before> before = Optional.empty();
    if (entries.getFirst() instanceof PointsReplaced first) {
      replaced = first.points();
      before = first.before();
    }
    if (!(entries.getLast() instanceof PointsWritten written)
        || entries.size() > 2
        || written.points().size() != sequences.length
        || (replaced.length > 0 && replaced[replaced.length - 1] >= sequences.length)) {
      throw new CorruptFileException(
          file, offset, sequences.length + " changes", entries.size() + " other entries");
    }
    return new ChangeBlock(written.points(), sequences, ticks, replaced, before);
  }
}
