package io.lodestone.server.timestream.write;

import io.lodestone.model.InvalidRequestException;
import io.lodestone.server.protocol.ServiceException;
import java.util.Objects;

/**
 * Decodes the body of WriteRecords straight into columns: no object per record, none per dimension,
 * one string per different column name. What it allocates is bounded by the size of the body.
 *
 * <p>Two steps, because CommonAttributes may come last: {@link RecordReader} lays the members of
 * all records side by side, {@link PointAssembler} merges and judges them. Safe for several
 * threads.
 */
public final class RecordDecoder {
  private final WriteLimits limits;

  /** A decoder that holds requests to these limits. */
  public RecordDecoder(WriteLimits limits) {
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  /**
   * Reads one request.
   *
   * @param body the request's UTF-8, to be left alone until its points are made
   * @throws InvalidRequestException when a member breaks a constraint of the service model
   * @throws ServiceException SERIALIZATION, when the body is not JSON or a member has another JSON
   *     type than the model says
   */
  public WriteRequest decode(byte[] body) {
    Texts texts = new Texts(body);
    StagedRecords staged = new StagedRecords(texts);
    RecordReader reader =
        new RecordReader(new JsonScanner(body, 0, body.length, texts), staged, limits);
    reader.read();
    return new WriteRequest(reader.database(), reader.table(), staged, limits);
  }
}
