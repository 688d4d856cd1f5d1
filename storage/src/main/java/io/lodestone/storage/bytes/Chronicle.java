package io.lodestone.storage.bytes;

import java.nio.ByteOrder;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.OnHeapBytes;

/**
 * Whether Chronicle Bytes can be used in this process. It needs {@code sun.misc.Unsafe}, which a
 * JVM may refuse ({@code --sun-misc-unsafe-memory-access=deny}, the announced default of a release
 * to come), and it writes in the byte order of the machine.
 */
final class Chronicle {
  static final boolean STARTS = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN && starts();

  private Chronicle() {}

  private static boolean starts() {
    try {
      OnHeapBytes probe = Bytes.allocateElasticOnHeap(16);
      probe.writeStopBit(-129);
      return Bytes.wrapForRead(probe.toByteArray()).readStopBit() == -129;
    } catch (LinkageError | RuntimeException refused) {
      return false;
    }
  }
}
