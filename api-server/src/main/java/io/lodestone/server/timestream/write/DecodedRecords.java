package io.lodestone.server.timestream.write;

import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import java.util.List;

/**
 * The records of one request after all rules that need no stored data.
 *
 * @param batch the points that may be written, possibly none
 * @param rejections the records that may not, in ascending order of their index
 */
public record DecodedRecords(PointBatch batch, List<Rejection> rejections) {
  public DecodedRecords {
    rejections = List.copyOf(rejections);
  }
}
