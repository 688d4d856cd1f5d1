package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.Rejection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTimeTest {
  @ParameterizedTest
  @CsvSource({
    "SECONDS, 1767225600, 1767225600000000000",
    "MILLISECONDS, 1767225600123, 1767225600123000000",
    "MICROSECONDS, 1767225600123456, 1767225600123456000",
    "NANOSECONDS, 1767225600123456789, 1767225600123456789",
    "NANOSECONDS, 9223372036854775807, 9223372036854775807",
    "SECONDS, 0, 0"
  })
  void countsInEachUnit(String unit, String time, long nanos) {
    DecodedRecords decoded =
        Requests.decode(
            Requests.of(Requests.record("'Time':'%s','TimeUnit':'%s'".formatted(time, unit))));

    assertEquals(nanos, decoded.batch().times()[0]);
  }

  @Test
  void countsMillisecondsUnlessSaidOtherwise() {
    assertEquals(
        1_767_225_600_000_000_000L,
        Requests.decode(Requests.of(Requests.record(""))).batch().times()[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "SECONDS, 9223372037",
    "MILLISECONDS, 1767225600123456789",
    "NANOSECONDS, 9223372036854775808",
    "NANOSECONDS, 99999999999999999999999999",
    "SECONDS, -1"
  })
  void outsideTheStorableTimesRejectsTheRecordAlone(String unit, String time) {
    DecodedRecords decoded =
        Requests.decode(
            Requests.of(
                Requests.record(""),
                Requests.record("'Time':'%s','TimeUnit':'%s'".formatted(time, unit))));

    assertEquals(1, decoded.batch().size());
    assertEquals(
        List.of(Rejection.of(1, Rejection.Reason.OUTSIDE_TIME_WINDOW, "")), decoded.rejections());
  }

  @ParameterizedTest
  @ValueSource(strings = {"noon", "1.5", "1e3", " 1", "1 ", "-", "0x10", "2026-01-01T00:00:00Z"})
  void thatIsNoWholeNumberFailsTheRequest(String time) {
    String request = Requests.of(Requests.record(""), Requests.record("'Time':'" + time + "'"));

    InvalidRequestException failure =
        assertThrows(InvalidRequestException.class, () -> Requests.decode(request));
    assertEquals("Invalid time for record.", failure.getMessage());
  }

  @Test
  void thatIsMissingFailsTheRequest() {
    String request = Requests.of(Requests.record("'Time':null"));

    InvalidRequestException failure =
        assertThrows(InvalidRequestException.class, () -> Requests.decode(request));
    assertEquals("Invalid time for record.", failure.getMessage());
  }
}
