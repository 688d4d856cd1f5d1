package io.lodestone.server.timestream.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.scan.TableSchema;
import io.lodestone.server.auth.Bearer;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpPeer;
import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.protocol.Access;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.sql.OpenTable;
import io.lodestone.sql.Tables;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Which looks at tables a policy has to allow. */
class AccessibleTablesTest {
  private static final String POLICY =
      """
      {'Statement':[
        {'Effect':'Allow','Action':'timestream:Select',
         'Resource':'arn:aws:timestream:*:*:database/open/table/*'},
        {'Effect':'Allow','Action':'timestream:ListTables',
         'Resource':'arn:aws:timestream:*:*:database/open'}]}
      """;

  /** Two databases with a table each; nothing can be opened. */
  private static final Tables ALL =
      new Tables() {
        @Override
        public List<String> databaseNames() {
          return List.of("closed", "open");
        }

        @Override
        public boolean hasDatabase(String database) {
          return databaseNames().contains(database);
        }

        @Override
        public List<String> tableNames(String database) {
          return List.of("t");
        }

        @Override
        public Optional<TableSchema> schema(String database, String table) {
          return Optional.empty();
        }

        @Override
        public OpenTable open(String database, String table) {
          throw new UnsupportedOperationException();
        }
      };

  private final Access access =
      new Access(
          Bearer.of(POLICY)
              .authenticate(new HttpRequest("POST", "/", HttpHeaders.EMPTY, new byte[0]), "any"),
          HttpPeer.LOCAL,
          "timestream",
          "Query");
  private final Tables tables = new AccessibleTables(ALL, access);

  private static void assertDenied(String action, String resource, Executable look) {
    ServiceException e = assertThrows(ServiceException.class, look);
    assertEquals(ErrorType.ACCESS_DENIED, e.type());
    assertTrue(
        e.getMessage()
            .contains("perform: timestream:" + action + " on resource: " + resource + " "),
        e.getMessage());
  }

  @Test
  void allowedTablesAreSeen() {
    assertTrue(tables.hasDatabase("open"));
    assertEquals(List.of("t"), tables.tableNames("open"));
    assertTrue(tables.schema("open", "t").isEmpty());
  }

  @Test
  void everyLookAtAnotherIsDeniedWhetherItIsThereOrNot() {
    String arn = "arn:aws:timestream:eu-west-1:000000000000:database/";
    assertDenied("Select", arn + "closed/table/t", () -> tables.schema("closed", "t"));
    assertDenied("Select", arn + "closed/table/none", () -> tables.schema("closed", "none"));
    assertDenied("Select", arn + "closed/table/t", () -> tables.open("closed", "t"));
    assertDenied("Select", arn + "none/table/*", () -> tables.hasDatabase("none"));
    assertDenied("ListTables", arn + "closed", () -> tables.tableNames("closed"));
    assertDenied("ListDatabases", "*", tables::databaseNames);
  }

  @Test
  void whatWasAskedIsRemembered() {
    tables.schema("open", "t");
    assertEquals(1, access.asked().size());
    assertEquals("timestream:Select", access.asked().getFirst().action());
    assertFalse(access.asked().getFirst().resource().contains("closed"));
  }
}
