package io.lodestone.server.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;

/**
 * How this server reads and writes JSON: the limits of what it reads, and where Jackson keeps its
 * buffers.
 */
public final class Json {
  /** Requests of the AWS services nest less than ten deep. */
  private static final int NESTING_MAX = 32;

  /**
   * Longest string: the text of a query is at most 256 KiB, that of a DataZone form 500,000
   * characters.
   */
  private static final int STRING_LENGTH_MAX = 1 << 20;

  private static final int NAME_LENGTH_MAX = 1 << 10;
  private static final int NUMBER_LENGTH_MAX = 100;

  /**
   * Buffers come from one shared pool: with a virtual thread for each request, a pool for each
   * thread would keep nothing. Names are not interned: they come from clients.
   */
  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(NESTING_MAX)
                  .maxStringLength(STRING_LENGTH_MAX)
                  .maxNameLength(NAME_LENGTH_MAX)
                  .maxNumberLength(NUMBER_LENGTH_MAX)
                  .build())
          .build();

  private Json() {}

  /**
   * Reads a document that this server wrote.
   *
   * @throws IOException when it is not JSON
   * @throws ServiceException SERIALIZATION, when a member has another type than it is read as
   */
  public static <T> T read(byte[] document, Call.Decoder<T> decoder) throws IOException {
    try (JsonReader in = JsonReader.of(document)) {
      T value = decoder.decode(in);
      in.end();
      return value;
    }
  }

  /** An object with these members, as UTF-8. */
  public static byte[] object(Reply members) throws IOException {
    AnswerBuffer buffer = new AnswerBuffer();
    try (JsonGenerator out = FACTORY.createGenerator(buffer)) {
      out.writeStartObject();
      members.write(out);
      out.writeEndObject();
    }
    return buffer.toByteArray();
  }
}
