package io.lodestone.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lodestone.benchmarks.wire.WriteBody;
import io.lodestone.model.PointBatch;
import io.lodestone.server.timestream.write.RecordDecoder;
import io.lodestone.server.timestream.write.WriteLimits;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Decoding a WriteRecords body of 100 multi-measure records (cpu-only: ten tags, ten fields) into
 * columns, beside the library's bare walk over the tokens of the same body.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"--sun-misc-unsafe-memory-access=allow"})
public class WriteRecordsDecodeBenchmark {
  private static final int RECORDS = 100;

  private final RecordDecoder decoder = new RecordDecoder(WriteLimits.DEFAULT);
  private final JsonFactory json = new JsonFactory();
  private byte[] body;

  @Setup
  public void write() {
    PointBatch batch = new CpuOnly(RECORDS, 1).nextBatch(RECORDS);
    body = WriteBody.of("bench", "cpu", batch).bytes();
  }

  @Benchmark
  public PointBatch decode() {
    return decoder.decode(body).points(List.of()).batch();
  }

  @Benchmark
  public int bareTokenWalk() throws IOException {
    int length = 0;
    try (JsonParser parser = json.createParser(body)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
          length += parser.getTextLength();
        }
      }
    }
    return length;
  }
}
