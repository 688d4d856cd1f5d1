package io.lodestone.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.Aggregate.Function;
import io.lodestone.scan.ScanRequest.Order;
import io.lodestone.scan.ValuePredicate.Operator;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestCodecTest {
  private static final List<SeriesPredicate> SERIES =
      List.of(
          new SeriesPredicate.In("host", Set.of("a", "b", "ü\u0000")),
          new SeriesPredicate.NotIn("host", Set.of()),
          new SeriesPredicate.IsPresent("zone"),
          new SeriesPredicate.IsAbsent("zone"),
          new SeriesPredicate.Prefix("host", "a"),
          new SeriesPredicate.Like("host", "a#%%", "#"),
          new SeriesPredicate.Not(
              new SeriesPredicate.AnyOf(
                  List.of(
                      new SeriesPredicate.Prefix("host", "x"),
                      new SeriesPredicate.AllOf(
                          List.of(
                              new SeriesPredicate.IsPresent("host"),
                              new SeriesPredicate.Like("host", "_", "")))))));

  private static final List<ValuePredicate> VALUES =
      List.of(
          new ValuePredicate.Compare("l", Operator.GREATER_OR_EQUAL, new Literal.Bigint(-1)),
          new ValuePredicate.Compare("d", Operator.LESS, new Literal.Floating(-0.0)),
          new ValuePredicate.Compare("b", Operator.NOT_EQUAL, new Literal.Truth(true)),
          new ValuePredicate.Between("s", new Literal.Text(""), new Literal.Text("🙂")),
          new ValuePredicate.Between("t", new Literal.Timestamp(1), new Literal.Timestamp(2)),
          new ValuePredicate.IsNull("l"),
          new ValuePredicate.IsNotNull("l"));

  private static final ScanLimits LIMITS =
      new ScanLimits(Instant.ofEpochSecond(1_767_225_600, 123_456_789), 1 << 21);

  private static final ScanRequest SCAN =
      new ScanRequest(
          new TimeRange(-5, 7),
          SERIES,
          VALUES,
          List.of("time", "l"),
          Order.TIME_DESCENDING,
          10,
          LIMITS);

  private static final AggregateRequest AGGREGATE =
      new AggregateRequest(
          TimeRange.ALL,
          SERIES,
          VALUES,
          new Grouping(true, List.of("host", "measure_name"), 60),
          Arrays.stream(Function.values()).map(f -> Aggregate.of(f, "l")).toList(),
          LIMITS);

  @Test
  void aScanComesBack() {
    assertEquals(SCAN, RequestCodec.decodeScan(RequestCodec.encode(SCAN)));
    ScanRequest plain = ScanRequest.of();
    assertEquals(plain, RequestCodec.decodeScan(RequestCodec.encode(plain)));
  }

  @Test
  void anAggregationComesBack() {
    assertEquals(AGGREGATE, RequestCodec.decodeAggregate(RequestCodec.encode(AGGREGATE)));
    AggregateRequest plain = AggregateRequest.of(Grouping.NONE, Aggregate.count());
    assertEquals(plain, RequestCodec.decodeAggregate(RequestCodec.encode(plain)));
  }

  @Test
  void bytesOfOneKindAreNotTakenForTheOther() {
    byte[] scan = RequestCodec.encode(SCAN);
    assertThrows(IllegalArgumentException.class, () -> RequestCodec.decodeAggregate(scan));
  }

  @Test
  void whatIsCutOrGarbledIsRefusedAndNothingElse() {
    byte[] bytes = RequestCodec.encode(AGGREGATE);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(IllegalArgumentException.class, () -> RequestCodec.decodeAggregate(cut));
    }
    for (int i = 0; i < 8 * bytes.length; i++) {
      byte[] garbled = bytes.clone();
      garbled[i / 8] ^= (byte) (1 << i % 8);
      try {
        // Some bits make another request; none makes anything but that and the refusal.
        RequestCodec.decodeAggregate(garbled);
      } catch (IllegalArgumentException refused) {
        assertEquals(false, refused.getMessage().isEmpty());
      }
    }
  }
}
