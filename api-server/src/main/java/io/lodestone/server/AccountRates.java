package io.lodestone.server;

import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.RatedOperation;
import io.lodestone.server.protocol.RequestRate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * How often an account may call the operations of Amazon Timestream that make, change and look at
 * databases and tables. Nobody needs that here, but a program can be tried against it. WriteRecords
 * and Query have no such rate.
 */
final class AccountRates {
  private static final int CHANGES_PER_SECOND = 1;
  private static final int LOOKS_PER_SECOND = 5;

  private static final Set<String> CHANGES =
      Set.of(
          "CreateDatabase",
          "UpdateDatabase",
          "DeleteDatabase",
          "CreateTable",
          "UpdateTable",
          "DeleteTable");

  private static final Set<String> LOOKS =
      Set.of(
          "DescribeDatabase",
          "DescribeTable",
          "ListDatabases",
          "ListTables",
          "ListTagsForResource",
          "PrepareQuery");

  private final RequestRate changes;
  private final RequestRate looks;

  AccountRates(InstantSource clock) {
    this.changes = new RequestRate(CHANGES_PER_SECOND, clock);
    this.looks = new RequestRate(LOOKS_PER_SECOND, clock);
  }

  /** The same operations, held to these rates, which all of them share. */
  List<Operation> appliedTo(List<Operation> operations) {
    return operations.stream().map(this::appliedTo).toList();
  }

  private Operation appliedTo(Operation operation) {
    if (CHANGES.contains(operation.name())) {
      return new RatedOperation(operation, changes);
    }
    return LOOKS.contains(operation.name()) ? new RatedOperation(operation, looks) : operation;
  }
}
