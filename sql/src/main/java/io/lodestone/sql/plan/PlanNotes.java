package io.lodestone.sql.plan;

import java.util.Optional;

/**
 * What is known of the steps of a plan beyond the plan itself: what they have done, for example.
 */
public interface PlanNotes {
  /** Nothing. */
  PlanNotes NONE =
      new PlanNotes() {
        @Override
        public String about(PlanNode step) {
          return "";
        }

        @Override
        public Optional<PlanNode> planned(PlanNode.Given step) {
          return Optional.empty();
        }
      };

  /** What to write behind a step; may be empty. */
  String about(PlanNode step);

  /** What a step had planned when it knew the answers; empty when it has not yet. */
  Optional<PlanNode> planned(PlanNode.Given step);
}
