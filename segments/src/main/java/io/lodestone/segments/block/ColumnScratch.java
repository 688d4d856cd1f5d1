package io.lodestone.segments.block;

import io.lodestone.segments.encoding.DoubleCodec;
import io.lodestone.segments.encoding.Effort;
import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.segments.encoding.LongCodec;
import io.lodestone.segments.encoding.Runs;
import io.lodestone.segments.encoding.TextCodec;
import io.lodestone.segments.seal.SealedPieces;

/** What the writers of all columns of a segment use in turn. One owner. */
final class ColumnScratch {
  final LongCodec longs;
  final DoubleCodec doubles;
  final TextCodec texts;
  final Runs runs = new Runs();
  final long[] vector = new long[LongCodec.VALUES_MAX];
  final EncodedWriter body = new EncodedWriter(1 << 12);
  final BlockCompression compression = new BlockCompression();
  final OverflowWriter overflow;

  /** Null when the segment is not encrypted. */
  final SealedPieces pieces;

  ColumnScratch(Effort effort, SealedPieces pieces) {
    this.pieces = pieces;
    overflow = new OverflowWriter(compression, pieces);
    longs = new LongCodec(effort);
    doubles = new DoubleCodec(longs);
    texts = new TextCodec(longs);
  }
}
