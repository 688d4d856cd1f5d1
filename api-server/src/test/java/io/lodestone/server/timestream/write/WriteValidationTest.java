package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.model.InvalidRequestException;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.ServiceException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails a request as a whole, and with which words. */
class WriteValidationTest {
  private static final String CONSTRAINT = "1 validation error detected: ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | Value null at 'databaseName' failed to satisfy constraint: Member must not be null",
        "{'DatabaseName':'d'} | Value null at 'tableName' failed to satisfy constraint: Member must not be null",
        "{'DatabaseName':'d','TableName':'t'} | Value null at 'records' failed to satisfy constraint: Member must not be null",
        "{'DatabaseName':'d','TableName':'t','Records':null} | Value null at 'records' failed to satisfy constraint: Member must not be null",
        "{'DatabaseName':'d','TableName':'t','Records':[]} | Value at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1",
        "{'DatabaseName':'d','TableName':'t','Records':[null]} | Value null at 'records.1.member' failed to satisfy constraint: Member must not be null"
      })
  void membersOfTheRequest(String request, String message) {
    assertInvalid(CONSTRAINT + message, Requests.quoted(request));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'MeasureName':'' | Value at 'records.2.member.measureName' failed to satisfy constraint: Member must have length greater than or equal to 1",
        "'MeasureValue':'' | Value at 'records.2.member.measureValue' failed to satisfy constraint: Member must have length greater than or equal to 1",
        "'Time':'' | Value at 'records.2.member.time' failed to satisfy constraint: Member must have length greater than or equal to 1",
        "'MeasureValueType':'FLOAT' | Value 'FLOAT' at 'records.2.member.measureValueType' failed to satisfy constraint: Member must satisfy enum value set: [DOUBLE, BIGINT, VARCHAR, BOOLEAN, TIMESTAMP, MULTI]",
        "'MeasureValueType':'double' | Value 'double' at 'records.2.member.measureValueType' failed to satisfy constraint: Member must satisfy enum value set: [DOUBLE, BIGINT, VARCHAR, BOOLEAN, TIMESTAMP, MULTI]",
        "'TimeUnit':'HOURS' | Value 'HOURS' at 'records.2.member.timeUnit' failed to satisfy constraint: Member must satisfy enum value set: [MILLISECONDS, SECONDS, MICROSECONDS, NANOSECONDS]",
        "'Version':0 | Value '0' at 'records.2.member.version' failed to satisfy constraint: Member must have value greater than or equal to 1",
        "'Version':-5 | Value '-5' at 'records.2.member.version' failed to satisfy constraint: Member must have value greater than or equal to 1",
        "'Dimensions':[{'Name':'','Value':'x'}] | Value at 'records.2.member.dimensions.1.member.name' failed to satisfy constraint: Member must have length greater than or equal to 1",
        "'Dimensions':[{'Name':'a'}] | Value null at 'records.2.member.dimensions.1.member.value' failed to satisfy constraint: Member must not be null",
        "'Dimensions':[{'Value':'a'}] | Value null at 'records.2.member.dimensions.1.member.name' failed to satisfy constraint: Member must not be null",
        "'Dimensions':[{'Name':'a','Value':'b','DimensionValueType':'BIGINT'}] | Value 'BIGINT' at 'records.2.member.dimensions.1.member.dimensionValueType' failed to satisfy constraint: Member must satisfy enum value set: [VARCHAR]",
        "'MeasureValues':[{'Name':'a','Value':'1'}] | Value null at 'records.2.member.measureValues.1.member.type' failed to satisfy constraint: Member must not be null",
        "'MeasureValues':[{'Name':'a','Type':'DOUBLE'}] | Value null at 'records.2.member.measureValues.1.member.value' failed to satisfy constraint: Member must not be null",
        "'MeasureValues':[{'Name':'a','Value':'','Type':'VARCHAR'}] | Value at 'records.2.member.measureValues.1.member.value' failed to satisfy constraint: Member must have length greater than or equal to 1"
      })
  void membersOfARecord(String members, String message) {
    assertInvalid(CONSTRAINT + message, Requests.of(Requests.record(""), Requests.record(members)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Dimensions':[] | At least one dimension is required for a record.",
        "'Dimensions':null | At least one dimension is required for a record.",
        "'MeasureName':null | A measure name is required for a record.",
        "'MeasureValue':null | A measure value is required for a record.",
        "'MeasureValueType':'MULTI' | MeasureValue is not allowed for type MULTI.",
        "'MeasureValueType':'MULTI','MeasureValue':null | MeasureValues is required for type MULTI.",
        "'MeasureValueType':'MULTI','MeasureValue':null,'MeasureValues':[] | MeasureValues is required for type MULTI.",
        "'MeasureValues':[{'Name':'a','Value':'1','Type':'DOUBLE'}] | MeasureValues is only allowed for type MULTI.",
        "'MeasureValueType':'MULTI','MeasureValue':null,'MeasureValues':[{'Name':'a','Value':'1','Type':'MULTI'}] | MeasureValues may not be of type MULTI.",
        "'MeasureValueType':'MULTI','MeasureValue':null,'MeasureValues':[{'Name':'a','Value':'1','Type':'DOUBLE'},{'Name':'a','Value':'1','Type':'BIGINT'}] | The measure a occurs twice in the record at index 1.",
        "'MeasureValueType':'MULTI','MeasureValue':null,'MeasureValues':[{'Name':'host','Value':'1','Type':'DOUBLE'}] | The name host is used for a dimension and for a measure.",
        "'Dimensions':[{'Name':'a','Value':'1'},{'Name':'a','Value':'1'}] | Dimension names must be unique in a record, those of CommonAttributes included; the record at index 1 repeats one.",
        "'MeasureValue':'abc' | The measure value in the record at index 1 is not a valid DOUBLE.",
        "'MeasureValue':'NaN' | The measure value in the record at index 1 is not a valid DOUBLE.",
        "'MeasureValue':'Infinity' | The measure value in the record at index 1 is not a valid DOUBLE.",
        "'MeasureValue':'1e999' | The measure value in the record at index 1 is not a valid DOUBLE.",
        "'MeasureValueType':'BIGINT','MeasureValue':'1.0' | The measure value in the record at index 1 is not a valid BIGINT.",
        "'MeasureValueType':'BIGINT','MeasureValue':'9223372036854775808' | The measure value in the record at index 1 is not a valid BIGINT.",
        "'MeasureValueType':'BOOLEAN','MeasureValue':'yes' | The measure value in the record at index 1 is not a valid BOOLEAN.",
        "'MeasureValueType':'TIMESTAMP','MeasureValue':'now' | The measure value in the record at index 1 is not a valid TIMESTAMP."
      })
  void membersOfARecordTogether(String members, String message) {
    assertInvalid(message, Requests.of(Requests.record(""), Requests.record(members)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "time",
        "measure_value",
        "measure_value::double",
        "measure_name",
        "ts_x",
        "measure_names"
      })
  void reservedColumnNames(String name) {
    assertInvalid(
        "The dimension name " + name + " is reserved.",
        Requests.of(Requests.record("'Dimensions':[{'Name':'" + name + "','Value':'1'}]")));
    assertInvalid(
        "The measure name " + name + " is reserved.",
        Requests.of(
            Requests.record(
                "'MeasureValueType':'MULTI','MeasureValue':null,'MeasureValues':[{'Name':'"
                    + name
                    + "','Value':'1','Type':'DOUBLE'}]")));
  }

  @Test
  void measureNamesAreNoColumnsAndMayBeAnything() {
    assertEquals(
        1, Requests.decode(Requests.of(Requests.record("'MeasureName':'time'"))).batch().size());
  }

  @Test
  void moreThanAHundredRecords() {
    String[] records = new String[101];
    Arrays.fill(records, Requests.record(""));

    assertInvalid(
        CONSTRAINT
            + "Value at 'records' failed to satisfy constraint: Member must have length less than or equal to 100",
        Requests.of(records));
    assertEquals(
        101,
        Requests.decode(Requests.of(records), WriteLimits.DEFAULT.withRecordsMax(101))
            .batch()
            .size());
  }

  @Test
  void valueLongerThanTheModelAllows() {
    String members = "'MeasureValueType':'VARCHAR','MeasureValue':'%s'";

    assertEquals(
        1,
        Requests.decode(Requests.of(Requests.record(members.formatted("x".repeat(2_048)))))
            .batch()
            .size());
    assertInvalid(
        CONSTRAINT
            + "Value at 'records.1.member.measureValue' failed to satisfy constraint: Member must have length less than or equal to 2048",
        Requests.of(Requests.record(members.formatted("x".repeat(2_049)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "'text'",
        "1",
        "{'DatabaseName':1}",
        "{'DatabaseName':['d']}",
        "{'Records':{}}",
        "{'Records':'x'}",
        "{'Records':[1]}",
        "{'CommonAttributes':[]}",
        "{'Records':[{'Version':'1'}]}",
        "{'Records':[{'Version':1.0}]}",
        "{'Records':[{'Version':1e0}]}",
        "{'Records':[{'Version':9223372036854775808}]}",
        "{'Records':[{'Version':true}]}",
        "{'Records':[{'Time':1767225600000}]}",
        "{'Records':[{'MeasureValue':1.5}]}",
        "{'Records':[{'Dimensions':{'host':'a'}}]}",
        "{'Records':[{'Dimensions':['a']}]}",
        "{'Records':[{'MeasureValues':[[]]}]}",
        "{",
        "{'DatabaseName'}",
        "{'DatabaseName':'d',}",
        "{'DatabaseName':'d'} x",
        "{'DatabaseName':'d\u0001'}",
        "{'DatabaseName':'\\x'}",
        "{'DatabaseName':'\\ud800'}",
        "{'Records':[{]}"
      })
  void wrongJsonIsASerializationError(String body) {
    ServiceException failure =
        assertThrows(ServiceException.class, () -> Requests.decode(Requests.quoted(body)));
    assertEquals(ErrorType.SERIALIZATION, failure.type(), failure.getMessage());
  }

  private static void assertInvalid(String message, String request) {
    InvalidRequestException failure =
        assertThrows(InvalidRequestException.class, () -> Requests.decode(request));
    assertEquals(message, failure.getMessage());
  }
}
