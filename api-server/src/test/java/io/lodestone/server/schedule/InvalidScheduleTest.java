package io.lodestone.server.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no schedule, and that the message says why. */
class InvalidScheduleTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          hourly                    | it is neither cron(fields) nor rate(value unit): 'hourly'
          at(2026-01-01)            | it is neither cron(fields) nor rate(value unit): 'at(2026-01-01)'
          ) cron(                   | it is neither cron(fields) nor rate(value unit): ') cron('
          rate(5 minutes            | it is neither cron(fields) nor rate(value unit): 'rate(5 minutes'
          rate(minutes)             | a rate is a whole number and a unit: 'rate(minutes)'
          rate(1.5 hours)           | a rate is a whole number and a unit: 'rate(1.5 hours)'
          rate(-1 hours)            | a rate is a whole number and a unit: 'rate(-1 hours)'
          rate(10 seconds)          | the unit of a rate is minute, minutes, hour, hours, day or days: 'seconds'
          rate(0 minutes)           | a rate is at least one minute and at most a hundred years: 'rate(0 minutes)'
          rate(999999999 days)      | a rate is at least one minute and at most a hundred years: 'rate(999999999 days)'
          rate(1 hours)             | the unit of a rate is singular for 1 and plural for more: 'rate(1 hours)'
          rate(5 hour)              | the unit of a rate is singular for 1 and plural for more: 'rate(5 hour)'
          cron(0 10 * * *)          | a cron expression has six fields, minutes, hours, day-of-month, month, day-of-week and year: 'cron(0 10 * * *)'
          cron()                    | a cron expression has six fields, minutes, hours, day-of-month, month, day-of-week and year: 'cron()'
          cron(0 10 * * * *)        | exactly one of the fields day-of-month and day-of-week is ?: '*' and '*'
          cron(0 10 ? * ? *)        | exactly one of the fields day-of-month and day-of-week is ?: '?' and '?'
          cron(60 10 * * ? *)       | field minutes, '60': a number lies outside 0 to 59
          cron(0 24 * * ? *)        | field hours, '24': a number lies outside 0 to 23
          cron(0 10 0 * ? *)        | field day-of-month, '0': a number lies outside 1 to 31
          cron(0 10 32W * ? *)      | field day-of-month, '32W': a number lies outside 1 to 31
          cron(0 10 1-5W * ? *)     | field day-of-month, '1-5W': it is not understood
          cron(0 10 * 13 ? *)       | field month, '13': a number lies outside 1 to 12
          cron(0 10 * JANUARY ? *)  | field month, 'JANUARY': it is not understood
          cron(0 10 ? * 8 *)        | field day-of-week, '8': a number lies outside 1 to 7
          cron(0 10 ? * 0 *)        | field day-of-week, '0': a number lies outside 1 to 7
          cron(0 10 ? * 3#6 *)      | field day-of-week, '3#6': behind # stands a number from 1 to 5
          cron(0 10 ? * 3#1,6#3 *)  | field day-of-week, '3#1,6#3': with # there is nothing else
          cron(0 10 ? * MON#1,TUE *) | field day-of-week, 'MON#1,TUE': with # there is nothing else
          cron(0 10 * * ? 1969)     | field year, '1969': a number lies outside 1970 to 2199
          cron(0 10 * * ? 2030-2026) | field year, '2030-2026': years do not come again
          cron(*/0 10 * * ? *)      | field minutes, '*/0': a step is at least 1
          cron(1,,2 10 * * ? *)     | field minutes, '1,,2': an element is missing
          cron(5- 10 * * ? *)       | field minutes, '5-': it is not understood
          cron(+5 10 * * ? *)       | field minutes, '+5': it is not understood
          cron(99999999999 1 * * ? *) | field minutes, '99999999999': it is not understood
          cron(L 10 * * ? *)        | field minutes, 'L': it is not understood
          """)
  void theMessageSaysWhatIsWrong(String expression, String message) {
    InvalidScheduleException failure =
        assertThrows(
            InvalidScheduleException.class, () -> Schedule.parse(expression, Instant.EPOCH));

    assertEquals(message, failure.getMessage());
  }
}
