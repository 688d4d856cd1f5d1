package io.lodestone.server.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.VectorBuilder;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A file of three columns and three rows, byte for byte, which DuckDB 1.5 and hyparquet read. */
class GoldenFileTest {
  private static final ArrayOf TEXTS = new ArrayOf(Scalar.VARCHAR);

  /** Numbers of metadata are in zigzag: 02 is one, 04 two, 06 three. */
  private static final String FILE =
      """
      50415231                          # PAR1
      # Column n. A page of values, 14 bytes, stored in as many, and their CRC-32
      1500 151c 151c 15b8abdbd008
      1c 1506 1500 1506 1506 00 00      # three entries, values PLAIN, both levels RLE
      02000000 0305                     # definition levels, 2 bytes: a packed group of 1 0 1
      07000000 ffffffff                 # 7, -1
      # Column t, 30 bytes
      1500 153c 153c 15c584acbf0c
      1c 1506 1500 1506 1506 00 00
      02000000 0303                     # 1 1 0
      01ca9a3b00000000 8c3d2500         # a second and a nanosecond into Julian day 2,440,588
      ffff4e91944e0000 8b3d2500         # the last nanosecond of the day before
      # Column l, 18 bytes, four entries: 'a', the NULL beside it, an empty array, a NULL array
      1500 1524 1524 15f1bb85a103
      1c 1508 1500 1506 1506 00 00
      02000000 0302                     # repetition levels 0 1 0 0
      03000000 031b00                   # definition levels 3 2 1 0, two bits each
      01000000 61                       # a text of one byte
      # The footer. Format version 1, a schema of six elements, its root with three children
      1502 196c
      48 06736368656d61 1506 00         # schema
      1502 2502 18016e 00               # n: INT32, optional
      1506 2502 180174 00               # t: INT96, optional
      3502 18016c 1502 1506 4c3c0000 00 # l: optional, one child, LIST in both words
      3504 18046c697374 1502 00         # list: repeated, one child
      150c 2502 1807656c656d656e74      # element: BYTE_ARRAY, optional
      2500 4c1c0000 00                  #   text in both words
      1606 191c                         # three rows, one row group
      193c                              # of three chunks
      2600 1c 1502 19250006             # INT32, encodings PLAIN and RLE
      1918016e 1500 1606                # path n, not compressed, three entries
      164a 164a 2608                    # 37 bytes, stored in 37 from offset 4 on
      3c 3602                           # one NULL
      2804 07000000 1804 ffffffff       # the greatest is 7, the least is -1
      00 00 00
      2600 1c 1506 19250006             # INT96
      19180174 1500 1606                # path t
      166a 166a 2652                    # 53 bytes from offset 41 on
      3c 3602 00 00 00                  # one NULL, no range
      2600 1c 150c 19250006             # BYTE_ARRAY
      1938 016c 046c697374 07656c656d656e74 1500 1608
      1652 1652 26bc01                  # 41 bytes from offset 94 on
      3c 3606 00 00 00                  # three entries have no value
      168602 1606 2608 168602 00        # 131 bytes, three rows, from 4 on, stored in 131
      2813 6c6f646573746f6e652076657273696f6e2030
      193c 1c0000 1c0000 1c0000 00      # ranges go by the order of the types
      ef000000 50415231                 # 239 bytes of footer, PAR1
      """;

  @Test
  void isWrittenByteForByte() throws IOException {
    VectorBuilder n = VectorBuilder.of(Scalar.INTEGER);
    n.appendWord(7);
    n.appendNull();
    n.appendWord(-1);
    VectorBuilder t = VectorBuilder.of(Scalar.TIMESTAMP);
    t.appendWord(1_000_000_001);
    t.appendWord(-1);
    t.appendNull();
    VectorBuilder l = VectorBuilder.of(TEXTS);
    l.elements().appendText("a");
    l.elements().appendNull();
    l.appendArray();
    l.appendArray();
    l.appendNull();

    byte[] written =
        WrittenFile.bytes(
            List.of(
                new ParquetColumn("n", Scalar.INTEGER),
                new ParquetColumn("t", Scalar.TIMESTAMP),
                new ParquetColumn("l", TEXTS)),
            List.of(n.build(), t.build(), l.build()),
            3);

    assertEquals(HexFormat.of().formatHex(golden()), HexFormat.of().formatHex(written));
  }

  @Test
  void isReadByTheReaderOfTheTests() {
    assertArrayEquals(
        new Object[] {
          Arrays.asList(7, 1_000_000_001L, Arrays.asList("a", null)),
          Arrays.asList(null, -1L, List.of()),
          Arrays.asList(-1, null, null)
        },
        new ReadParquet(golden()).rows().toArray());
  }

  private static byte[] golden() {
    return HexFormat.of().parseHex(FILE.replaceAll("#.*", "").replaceAll("\\s", ""));
  }
}
