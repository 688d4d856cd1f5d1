package io.lodestone.sql.function;

import static io.lodestone.sql.type.SqlType.Scalar.BIGINT;
import static io.lodestone.sql.type.SqlType.Scalar.VARCHAR;

import io.lodestone.sql.type.EvaluationException;
import java.util.List;
import java.util.Locale;

/** Functions of the bits and digits of whole numbers. */
final class BitFunctions {
  private BitFunctions() {}

  static void declare(FunctionRegistry.Builder to) {
    to.add(
        ScalarFunction.total(
            "bitwise_and", BIGINT, List.of(BIGINT, BIGINT), Kernels.longs((a, b) -> a & b)));
    to.add(
        ScalarFunction.total(
            "bitwise_or", BIGINT, List.of(BIGINT, BIGINT), Kernels.longs((a, b) -> a | b)));
    to.add(
        ScalarFunction.total(
            "bitwise_xor", BIGINT, List.of(BIGINT, BIGINT), Kernels.longs((a, b) -> a ^ b)));
    to.add(
        ScalarFunction.total(
            "bitwise_not", BIGINT, List.of(BIGINT), Kernels.longs((long a) -> ~a)));
    to.add(
        ScalarFunction.partial(
            "bit_count", BIGINT, List.of(BIGINT, BIGINT), Kernels.longs(BitFunctions::bitCount)));
    to.add(
        ScalarFunction.partial(
            "to_base",
            VARCHAR,
            List.of(BIGINT, BIGINT),
            Kernels.rows(
                VARCHAR,
                (row, result) ->
                    result.appendText(Long.toString(row.word(0), radix(row.word(1)))))));
    to.add(
        ScalarFunction.partial(
            "from_base",
            BIGINT,
            List.of(VARCHAR, BIGINT),
            Kernels.rows(
                BIGINT, (row, result) -> result.appendWord(fromBase(row.text(0), row.word(1))))));
  }

  /** The ones of a number in the two's complement of so many bits. */
  private static long bitCount(long number, long bits) {
    if (bits == Long.SIZE) {
      return Long.bitCount(number);
    }
    if (bits <= 1 || bits > Long.SIZE) {
      throw new EvaluationException(
          "Bits specified in bit_count must be between 2 and 64, got " + bits);
    }
    long high = number >> bits - 1;
    if (high != 0 && high != -1) {
      throw new EvaluationException(
          "Number must be representable with the bits specified. %s can not be represented with %s"
                  .formatted(number, bits)
              + " bits");
    }
    return Long.bitCount(number & (1L << bits) - 1);
  }

  private static int radix(long radix) {
    if (radix < Character.MIN_RADIX || radix > Character.MAX_RADIX) {
      throw new EvaluationException("Radix must be between 2 and 36");
    }
    return (int) radix;
  }

  private static long fromBase(String text, long radix) {
    try {
      return Long.parseLong(text.toLowerCase(Locale.ROOT), radix(radix));
    } catch (NumberFormatException e) {
      throw new EvaluationException("Not a valid base-%s number: %s".formatted(radix, text));
    }
  }
}
