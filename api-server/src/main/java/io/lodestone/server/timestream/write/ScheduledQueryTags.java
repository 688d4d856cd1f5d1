package io.lodestone.server.timestream.write;

import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.model.NotFoundException;
import io.lodestone.server.protocol.Call;
import java.util.Map;

/**
 * The tags of scheduled queries, which live elsewhere and share their operations with databases and
 * tables. Safe for several threads.
 */
public interface ScheduledQueryTags {
  /** Where there are no scheduled queries. */
  ScheduledQueryTags NONE =
      new ScheduledQueryTags() {
        @Override
        public Map<String, String> tags(Call call, String id) {
          call.access().require("scheduled-query/" + id);
          throw new NotFoundException("The scheduled query " + id + " does not exist.");
        }

        @Override
        public void change(Call call, String id, TagUpdate update) {
          tags(call, id);
        }
      };

  /**
   * @param id what stands behind {@code scheduled-query/} in its ARN
   * @throws NotFoundException when there is no such query
   */
  Map<String, String> tags(Call call, String id);

  /**
   * Changes tags; durable on return.
   *
   * @throws NotFoundException when there is no such query
   * @throws io.lodestone.model.InvalidRequestException when it would have too many
   */
  void change(Call call, String id, TagUpdate update);
}
