package io.lodestone.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import com.amazonaws.services.dynamodbv2.streamsadapter.StreamsSchedulerFactory;
import com.amazonaws.services.dynamodbv2.streamsadapter.model.DynamoDBStreamsProcessRecordsInput;
import com.amazonaws.services.dynamodbv2.streamsadapter.polling.DynamoDBStreamsPollingConfig;
import com.amazonaws.services.dynamodbv2.streamsadapter.processor.DynamoDBStreamsShardRecordProcessor;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;

/** One worker of the library: its scheduler on a thread of its own. */
final class Worker implements AutoCloseable {
  private static final String APPLICATION = "lodestone-kcl";

  private final Scheduler scheduler;
  private final Thread thread;
  private final AmazonDynamoDBStreamsAdapterClient adapter;
  private final CloudWatchAsyncClient unused;

  /**
   * @param streams reaches the server; the caller's to close
   * @param leases reaches the lease tables; the caller's to close
   */
  Worker(
      String name,
      String streamArn,
      DynamoDbStreamsClient streams,
      DynamoDbAsyncClient leases,
      Changes changes) {
    adapter = new AmazonDynamoDBStreamsAdapterClient(streams, Region.EU_CENTRAL_1);
    // The library wants one; with its metrics off it is never called.
    unused = CloudWatchAsyncClient.builder().region(Region.EU_CENTRAL_1).build();
    ConfigsBuilder configs =
        new ConfigsBuilder(
            StreamsSchedulerFactory.createSingleStreamTracker(
                streamArn,
                InitialPositionInStreamExtended.newInitialPosition(
                    InitialPositionInStream.TRIM_HORIZON)),
            APPLICATION,
            adapter,
            leases,
            unused,
            name,
            () -> new Processor(name, changes));
    DynamoDBStreamsPollingConfig polling = new DynamoDBStreamsPollingConfig(adapter);
    polling.idleTimeBetweenReadsInMillis(250);
    scheduler =
        StreamsSchedulerFactory.createScheduler(
            configs.checkpointConfig(),
            configs
                .coordinatorConfig()
                .parentShardPollIntervalMillis(500)
                .skipShardSyncAtWorkerInitializationIfLeasesExist(true),
            leaseManagement(configs.leaseManagementConfig()),
            configs.lifecycleConfig(),
            configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
            configs.processorConfig(),
            configs.retrievalConfig().retrievalSpecificConfig(polling),
            adapter);
    thread = new Thread(scheduler, name);
    thread.start();
  }

  /**
   * Quick to follow shards that live for seconds. Leases are not handed over in order: the library
   * waits half a minute for each whose shard has ended.
   */
  private static LeaseManagementConfig leaseManagement(LeaseManagementConfig config) {
    config.gracefulLeaseHandoffConfig().isGracefulLeaseHandoffEnabled(false);
    config.workerUtilizationAwareAssignmentConfig().disableWorkerMetrics(true);
    return config
        .failoverTimeMillis(4_000)
        .leaseAssignmentIntervalMillis(1_000L)
        .shardSyncIntervalMillis(5_000)
        .leasesRecoveryAuditorInconsistencyConfidenceThreshold(0);
  }

  @Override
  public void close() {
    leave();
  }

  /**
   * Ends it where it stands: whoever takes over its leases begins at its checkpoints. More than
   * once is harmless.
   */
  void leave() {
    scheduler.shutdown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    adapter.close();
    unused.close();
    if (thread.isAlive()) {
      throw new IllegalStateException(thread.getName() + " does not stop");
    }
  }

  /** Hands everything over and checkpoints after each page. */
  private static final class Processor implements DynamoDBStreamsShardRecordProcessor {
    private final String worker;
    private final Changes changes;
    private String shard;

    Processor(String worker, Changes changes) {
      this.worker = worker;
      this.changes = changes;
    }

    @Override
    public void initialize(InitializationInput input) {
      shard = input.shardId();
    }

    @Override
    public void processRecords(DynamoDBStreamsProcessRecordsInput input) {
      input.records().forEach(record -> changes.take(worker, shard, record.getRecord()));
      checkpoint(input.checkpointer());
    }

    @Override
    public void leaseLost(LeaseLostInput input) {}

    @Override
    public void shardEnded(ShardEndedInput input) {
      changes.shardEnded(shard);
      checkpoint(input.checkpointer());
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
      checkpoint(input.checkpointer());
    }

    private static void checkpoint(RecordProcessorCheckpointer checkpointer) {
      try {
        checkpointer.checkpoint();
      } catch (ShutdownException e) {
        // Another worker has the lease by now, and begins at the checkpoint before.
      } catch (InvalidStateException e) {
        throw new IllegalStateException("the lease table is gone", e);
      }
    }
  }
}
