package io.lodestone.segments.layout;

import io.lodestone.model.KeyOrder;
import io.lodestone.segments.seal.SealedPieces;
import io.lodestone.segments.seal.SegmentSeal;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.FileKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The contents of a segment file: what its footer points to.
 *
 * <pre>
 *   header | block 0 | block 1 | … | runs | dictionary | postings | directory | filter | contents | footer
 *
 *   contents   u64 table id, u64 points, u64 series, i64 oldest time, i64 youngest time, u32 sections,
 *              each section, the name of the leading dimension as escaped in keys: the rest, empty for none;
 *              in an encrypted segment a SegmentSeal, and the name sealed
 *   a section  u32 kind, u32 CRC-32C, u64 offset, u64 length
 * </pre>
 *
 * @param tableId the table whose points these are
 * @param points how many
 * @param seriesCount of how many series
 * @param minTimeNanos the oldest point's time
 * @param maxTimeNanos the youngest point's time
 * @param keyOrder in which order the series stand; that of bytes while it is sealed
 * @param sections all of them, by kind
 * @param seal how its pieces are sealed; empty when the segment is not encrypted
 * @param sealedOrder the name of the leading dimension, sealed; empty when it is not encrypted
 */
public record SegmentLayout(
    long tableId,
    long points,
    long seriesCount,
    long minTimeNanos,
    long maxTimeNanos,
    KeyOrder keyOrder,
    Map<SectionKind, Section> sections,
    Optional<SegmentSeal> seal,
    byte[] sealedOrder) {
  /** What the header and the footer call a segment. */
  public static final FileKind KIND = new FileKind("SEGM");

  /** The newest format version, which writers write. */
  public static final int VERSION = 1;

  private static final int FIXED_BYTES = 5 * Long.BYTES + Integer.BYTES;

  private static final int TAIL_BYTES_MAX =
      KeyOrder.NAME_BYTES_MAX + SegmentSeal.BYTES + SealedPieces.TAG_BYTES;

  /** Set in the number of sections of an encrypted segment. */
  private static final int SEALED = 1 << 31;

  private static final int SECTION_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

  public SegmentLayout {
    sections = Map.copyOf(sections);
  }

  /** The same with its order opened. */
  public SegmentLayout withKeyOrder(KeyOrder opened) {
    return new SegmentLayout(
        tableId,
        points,
        seriesCount,
        minTimeNanos,
        maxTimeNanos,
        opened,
        sections,
        seal,
        sealedOrder);
  }

  /** The contents as bytes, from position 0 to the limit. */
  public ByteBuffer toBytes() {
    byte[] leading = keyOrder.escapedName();
    ByteBuffer out =
        ByteBuffer.allocate(
                FIXED_BYTES
                    + sections.size() * SECTION_BYTES
                    + leading.length
                    + SegmentSeal.BYTES
                    + sealedOrder.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(tableId).putLong(points).putLong(seriesCount);
    out.putLong(minTimeNanos).putLong(maxTimeNanos);
    out.putInt(sections.size() | (seal.isPresent() ? SEALED : 0));
    for (SectionKind kind : SectionKind.values()) {
      Section section = sections.get(kind);
      out.putInt(kind.id()).putInt(section.checksum());
      out.putLong(section.offset()).putLong(section.length());
    }
    if (seal.isPresent()) {
      seal.get().writeTo(out);
      out.put(sealedOrder);
    } else {
      out.put(leading);
    }
    return out.flip();
  }

  /**
   * Reads contents whose checksum was verified.
   *
   * @param file how errors name the file
   * @param offset where the contents start in it
   * @param bytes from position 0 on
   */
  public static SegmentLayout parse(String file, long offset, ByteBuffer bytes)
      throws CorruptFileException {
    ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
    int sectionCount = SectionKind.values().length;
    int least = FIXED_BYTES + sectionCount * SECTION_BYTES;
    if (in.remaining() < least || in.remaining() > least + TAIL_BYTES_MAX) {
      throw new CorruptFileException(
          file,
          offset,
          least + " bytes of contents and the name of a dimension",
          in.remaining() + " bytes");
    }
    long tableId = in.getLong();
    long points = in.getLong();
    long seriesCount = in.getLong();
    long minTime = in.getLong();
    long maxTime = in.getLong();
    int count = in.getInt();
    boolean sealed = (count & SEALED) != 0;
    require((count & ~SEALED) == sectionCount, file, offset, sectionCount + " sections");
    require(
        points > 0 && seriesCount > 0 && seriesCount <= Math.min(points, Integer.MAX_VALUE),
        file,
        offset,
        "points and series");
    Map<SectionKind, Section> sections = new EnumMap<>(SectionKind.class);
    long end = 0;
    for (SectionKind kind : SectionKind.values()) {
      require(in.getInt() == kind.id(), file, offset, "section " + kind);
      int checksum = in.getInt();
      Section section = new Section(kind, in.getLong(), in.getLong(), checksum);
      require(
          section.offset() >= end
              && section.length() >= 0
              && section.length() <= offset - section.offset(),
          file,
          offset,
          "section " + kind + " before the contents");
      end = section.offset() + section.length();
      sections.put(kind, section);
    }
    Optional<SegmentSeal> seal = Optional.empty();
    if (sealed) {
      require(in.remaining() > SegmentSeal.BYTES, file, offset, "how the segment is sealed");
      seal = Optional.of(SegmentSeal.readFrom(in));
    }
    byte[] order = new byte[in.remaining()];
    in.get(order);
    return new SegmentLayout(
        tableId,
        points,
        seriesCount,
        minTime,
        maxTime,
        sealed ? KeyOrder.OF_BYTES : KeyOrder.ofEscaped(order),
        sections,
        seal,
        sealed ? order : new byte[0]);
  }

  private static void require(boolean holds, String file, long offset, String expected)
      throws CorruptFileException {
    if (!holds) {
      throw new CorruptFileException(file, offset, expected, "something else");
    }
  }
}
