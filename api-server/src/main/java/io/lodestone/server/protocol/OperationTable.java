package io.lodestone.server.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All operations that this server answers, by what the X-Amz-Target header calls them. Immutable.
 */
public final class OperationTable {
  /**
   * A service, as far as the protocol tells services apart.
   *
   * @param targetPrefix what X-Amz-Target begins with, up to the dot and without it
   *     ("Timestream_20181101")
   * @param signingName the service's name in the credential scope
   * @param errors how it spells its errors
   */
  public record Service(String targetPrefix, String signingName, ErrorTable errors) {
    /**
     * Timestream Write and Timestream Query, which share everything that is visible from outside.
     */
    public static final Service TIMESTREAM =
        new Service("Timestream_20181101", "timestream", ErrorTable.TIMESTREAM);

    public static final Service DYNAMODB =
        new Service("DynamoDB_20120810", "dynamodb", ErrorTable.DYNAMODB);

    public static final Service DYNAMODB_STREAMS =
        new Service("DynamoDBStreams_20120810", "dynamodb", ErrorTable.DYNAMODB);

    public Service {
      Objects.requireNonNull(targetPrefix, "targetPrefix");
      Objects.requireNonNull(signingName, "signingName");
      Objects.requireNonNull(errors, "errors");
    }
  }

  /** An operation and the service that it belongs to. */
  record Entry(Service service, Operation operation) {}

  private final Map<String, Entry> byTarget;
  private final Map<String, Service> byPrefix;

  private OperationTable(Map<String, Entry> byTarget, Map<String, Service> byPrefix) {
    this.byTarget = Map.copyOf(byTarget);
    this.byPrefix = Map.copyOf(byPrefix);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects operations, from any number of places. One thread. */
  public static final class Builder {
    private final Map<String, Entry> byTarget = new HashMap<>();
    private final Map<String, Service> byPrefix = new HashMap<>();

    private Builder() {}

    /**
     * @throws IllegalArgumentException when an operation of this name is there already
     */
    public Builder add(Service service, List<? extends Operation> operations) {
      byPrefix.put(service.targetPrefix(), service);
      for (Operation operation : operations) {
        String target = service.targetPrefix() + "." + operation.name();
        if (byTarget.putIfAbsent(target, new Entry(service, operation)) != null) {
          throw new IllegalArgumentException("two operations answer to " + target);
        }
      }
      return this;
    }

    public OperationTable build() {
      return new OperationTable(byTarget, byPrefix);
    }
  }

  /** The operation of a target ("Timestream_20181101.Query"). */
  Optional<Entry> find(String target) {
    return Optional.ofNullable(byTarget.get(target));
  }

  /** The service that a target names, whether or not it has the operation. */
  Optional<Service> service(String target) {
    int dot = target.indexOf('.');
    return dot < 0 ? Optional.empty() : Optional.ofNullable(byPrefix.get(target.substring(0, dot)));
  }
}
