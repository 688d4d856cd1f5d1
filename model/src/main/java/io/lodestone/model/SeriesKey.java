package io.lodestone.model;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What identifies a series within a table: a measure name and a set of dimensions. Equality is that
 * of the canonical bytes (see {@link SeriesKeyEncoder}), so the order in which a client lists
 * dimensions does not matter. The order of keys is their table's, {@link KeyOrder}.
 */
public final class SeriesKey {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] encoded;

  private SeriesKey(byte[] encoded) {
    this.encoded = encoded;
  }

  /**
   * @throws InvalidRequestException when two dimensions share a name
   */
  public static SeriesKey of(String measureName, List<Dimension> dimensions) {
    SeriesKeyEncoder encoder = new SeriesKeyEncoder();
    encoder.begin(measureName);
    for (Dimension dimension : dimensions) {
      encoder.dimension(dimension.name(), dimension.value());
    }
    if (!encoder.finish()) {
      throw new InvalidRequestException("Duplicate dimension name in " + dimensions);
    }
    return new SeriesKey(Arrays.copyOf(encoder.bytes(), encoder.length()));
  }

  /** A key of one measure name and dimensions given as name, value, name, value, … */
  public static SeriesKey of(String measureName, String... namesAndValues) {
    List<Dimension> dimensions = new ArrayList<>(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      dimensions.add(new Dimension(namesAndValues[i], namesAndValues[i + 1]));
    }
    return of(measureName, dimensions);
  }

  /** A key from canonical bytes, which are copied. The caller vouches for their form. */
  public static SeriesKey ofEncoded(byte[] bytes, int offset, int length) {
    return new SeriesKey(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** The canonical bytes. Shared, not copied: read only. */
  public byte[] encoded() {
    return encoded;
  }

  public String measureName() {
    return pieces().getFirst();
  }

  /** The dimensions in ascending order of their names. */
  public List<Dimension> dimensions() {
    List<String> pieces = pieces();
    List<Dimension> dimensions = new ArrayList<>(pieces.size() / 2);
    for (int i = 1; i + 1 < pieces.size(); i += 2) {
      dimensions.add(new Dimension(pieces.get(i), pieces.get(i + 1)));
    }
    return List.copyOf(dimensions);
  }

  /** The value of one dimension, empty when the series does not have it. */
  public Optional<String> dimension(String name) {
    return dimensions().stream()
        .filter(d -> d.name().equals(name))
        .map(Dimension::value)
        .findFirst();
  }

  /** A hash of canonical bytes that every series look-up uses; not stored anywhere. */
  public static int hash(byte[] bytes, int offset, int length) {
    long h = 0x9E37_79B9_7F4A_7C15L ^ length;
    int end = offset + length;
    int i = offset;
    // Eight bytes a step: keys are long, and each step waits for the one before.
    for (; i <= end - Long.BYTES; i += Long.BYTES) {
      h = mix(h ^ (long) WORDS.get(bytes, i));
    }
    long rest = 0;
    for (; i < end; i++) {
      rest = rest << Byte.SIZE | bytes[i] & 0xFF;
    }
    h = mix(h ^ rest);
    return (int) (h ^ h >>> 32);
  }

  private static long mix(long h) {
    long product = h * 0xC2B2_AE3D_27D4_EB4FL;
    return product ^ product >>> 29;
  }

  private List<String> pieces() {
    List<String> pieces = new ArrayList<>();
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length; i++) {
      byte b = encoded[i];
      if (b != 0) {
        piece.write(b);
      } else if (i + 1 < encoded.length && encoded[i + 1] == (byte) 0xFF) {
        piece.write(0);
        i++;
      } else {
        pieces.add(piece.toString(StandardCharsets.UTF_8));
        piece.reset();
      }
    }
    return pieces;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeriesKey key && Arrays.equals(encoded, key.encoded);
  }

  @Override
  public int hashCode() {
    return hash(encoded, 0, encoded.length);
  }

  @Override
  public String toString() {
    return measureName() + dimensions();
  }
}
