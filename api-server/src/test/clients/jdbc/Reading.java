import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Connects with the unmodified Timestream JDBC driver, asks for schemas, tables and columns, reads
 * a value of every type and a result of many pages. The server is where AWS_ENDPOINT_URL says, and
 * holds the table that the arguments name. Ends with an error when an answer is wrong.
 *
 * <p>The driver is not in Maven Central: its jar is a download of the project
 * awslabs/amazon-timestream-driver-jdbc (amazon-timestream-jdbc-2.0.0-shaded.jar, Apache License
 * 2.0), to be put into a folder lib beside this file.
 */
public final class Reading {
  private Reading() {}

  public static void main(String... arguments) throws SQLException {
    String database = arguments[0];
    String table = arguments[1];
    Properties properties = new Properties();
    properties.put("AccessKeyId", System.getenv("AWS_ACCESS_KEY_ID"));
    properties.put("SecretAccessKey", System.getenv("AWS_SECRET_ACCESS_KEY"));
    properties.put("Region", System.getenv("AWS_REGION"));
    properties.put("Endpoint", System.getenv("AWS_ENDPOINT_URL"));
    try (Connection connection = DriverManager.getConnection("jdbc:timestream", properties)) {
      check(true, connection.isValid(10));
      readMetadata(connection, database, table);
      readTypes(connection);
      readPages(connection);
      nameWhatIsWrong(connection, database, table);
    }
    System.out.println("read by the JDBC driver");
  }

  private static void readMetadata(Connection connection, String database, String table)
      throws SQLException {
    String like = database.substring(0, database.length() - 1) + "%";
    check(
        List.of(database), column(connection.getMetaData().getSchemas(null, like), "TABLE_SCHEM"));
    check(
        List.of(table),
        column(connection.getMetaData().getTables(null, database, table, null), "TABLE_NAME"));
    check(
        List.of("host", "measure_name", "time", "measure_value::double"),
        column(connection.getMetaData().getColumns(null, database, table, null), "COLUMN_NAME"));
    String all = "SELECT * FROM \"" + database + "\".\"" + table + "\"";
    try (PreparedStatement statement = connection.prepareStatement(all);
        ResultSet rows = statement.executeQuery()) {
      ResultSetMetaData columns = rows.getMetaData();
      check("TIMESTAMP", columns.getColumnTypeName(3));
      check(true, rows.next());
      check("one", rows.getString("host"));
      check(21.5, rows.getDouble("measure_value::double"));
      check(false, rows.next());
    }
  }

  private static void readTypes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT INTEGER '1', BIGINT '10', 1.5, 'text', true, 30d, 5y,"
                    + " TIMESTAMP '2026-01-02 03:04:05.678901234', TIME '03:04:05',"
                    + " DATE '2026-01-02', ARRAY[1, 2], ROW(1, 'a'), NULL")) {
      check(true, row.next());
      check(1, row.getObject(1));
      check(10L, row.getObject(2));
      check(1.5, row.getObject(3));
      check("text", row.getObject(4));
      check(true, row.getObject(5));
      check("30 00:00:00.000000000", row.getObject(6));
      check("5-0", row.getObject(7));
      check(678_901_234, row.getTimestamp(8).getNanos());
      check(Time.valueOf("03:04:05"), row.getObject(9));
      check(Date.valueOf("2026-01-02"), row.getObject(10));
      check("[1, 2]", row.getObject(11).toString());
      check("(1, a)", row.getObject(12).toString());
      check(null, row.getObject(13));
    }
  }

  private static void readPages(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(100);
      long sum = 0;
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT x FROM UNNEST(sequence(1, 1000)) AS a(x)"
                  + " CROSS JOIN UNNEST(sequence(1, 20)) AS b(y)")) {
        while (rows.next()) {
          sum += rows.getLong(1);
        }
      }
      check(20L * 500_500, sum);
    }
  }

  private static void nameWhatIsWrong(Connection connection, String database, String table)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT nothing FROM \"" + database + "\".\"" + table + "\"");
      throw new IllegalStateException("a column was read that is not there");
    } catch (SQLException e) {
      check(true, e.getMessage().contains("line 1:8: Column 'nothing' does not exist"));
    }
  }

  private static List<String> column(ResultSet rows, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    while (rows.next()) {
      values.add(rows.getString(name));
    }
    return values;
  }

  private static void check(Object expected, Object found) {
    if (expected == null ? found != null : !expected.equals(found)) {
      throw new IllegalStateException("expected " + expected + ", found " + found);
    }
  }
}
