package io.lodestone.storage.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlainBytesTest extends ByteContract {

  @Override
  ByteWriter writer(int bytesExpected) {
    return new PlainByteWriter(bytesExpected);
  }

  @Override
  ByteReader reader() {
    return new PlainByteReader();
  }

  /** A process of its own, because the refusal is a flag of the JVM. */
  @Test
  void takesOverWhereTheJvmRefusesUnsafe() throws IOException, InterruptedException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=deny",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutUnsafe.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, jvm.waitFor(), said);
    assertEquals("PlainByteWriter PlainByteReader -129", said.strip());
  }

  /** The other process. */
  static final class WithoutUnsafe {
    private WithoutUnsafe() {}

    public static void main(String[] args) throws MalformedBytesException {
      ByteWriter writer = ByteWriter.create(16);
      writer.writeVarLong(-129);
      ByteReader reader = ByteReader.create().reset(writer.buffer());
      System.out.println(
          writer.getClass().getSimpleName()
              + " "
              + reader.getClass().getSimpleName()
              + " "
              + reader.readVarLong());
    }
  }
}
