package io.lodestone.server.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.lodestone.server.http.ByteRange;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is written and what is appended stands in the answer in order. */
@ExtendWith(SeedExtension.class)
class AnswerBufferTest {
  @Test
  void bytesAreThoseOfAPlainBuffer(Seed seed) {
    SplittableRandom random = seed.random();
    for (int round = 0; round < 200; round++) {
      AnswerBuffer buffer = new AnswerBuffer();
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      for (int step = random.nextInt(12); step > 0; step--) {
        byte[] bytes = new byte[random.nextInt(1_500)];
        random.nextBytes(bytes);
        int from = random.nextInt(bytes.length + 1);
        switch (random.nextInt(3)) {
          case 0 -> {
            buffer.write(step);
            plain.write(step);
          }
          case 1 -> {
            buffer.write(bytes, from, bytes.length - from);
            plain.write(bytes, from, bytes.length - from);
          }
          default -> {
            buffer.append(new ByteRange(bytes, from, bytes.length - from));
            plain.write(bytes, from, bytes.length - from);
          }
        }
      }

      assertArrayEquals(plain.toByteArray(), buffer.toByteArray());
    }
  }

  @Test
  void appendedBytesAreNotCopied() {
    byte[] bytes = new byte[10];
    AnswerBuffer buffer = new AnswerBuffer();
    buffer.write('{');
    buffer.append(new ByteRange(bytes, 0, 10));
    buffer.write('}');

    List<ByteRange> ranges = buffer.ranges();

    assertSame(bytes, ranges.get(1).array());
  }

  @Test
  void whatIsForgottenIsNotInTheAnswer() {
    AnswerBuffer buffer = new AnswerBuffer();
    buffer.write('a');
    buffer.append(new ByteRange(new byte[] {'b'}, 0, 1));
    buffer.write('c');

    buffer.reset();
    buffer.write('d');

    assertArrayEquals(new byte[] {'d'}, buffer.toByteArray());
  }
}
