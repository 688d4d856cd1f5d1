package io.lodestone.storage.bytes;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;

class ChronicleBytesTest extends ByteContract {

  @Override
  ByteWriter writer(int bytesExpected) {
    return new ChronicleByteWriter(bytesExpected);
  }

  @Override
  ByteReader reader() {
    return new ChronicleByteReader();
  }

  @Test
  void isWhatIsUsedWhereItStarts() {
    assertInstanceOf(ChronicleByteWriter.class, ByteWriter.create(0));
    assertInstanceOf(ChronicleByteReader.class, ByteReader.create());
  }
}
