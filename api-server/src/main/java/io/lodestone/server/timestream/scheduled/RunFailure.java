package io.lodestone.server.timestream.scheduled;

import io.lodestone.model.ConflictException;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.LockedException;
import io.lodestone.model.LodestoneException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.ResourceException;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.sql.SqlException;

/**
 * What a failure means for a scheduled query. One that will be the same the next time (the
 * statement, the rights, the target) switches the schedule off, as AWS does; one of circumstances
 * does not.
 *
 * @param recoverable whether the next run may succeed
 * @param ours whether only the operator can repair it, so that the log has to have it
 */
record RunFailure(String reason, boolean recoverable, boolean ours) {
  static RunFailure of(Throwable failure) {
    return switch (failure) {
      case SqlException e ->
          new RunFailure(e.getMessage(), e.kind() == SqlException.Kind.LIMIT, false);
      case ServiceException e ->
          new RunFailure(e.getMessage(), e.type() == ErrorType.THROTTLING, false);
      case LodestoneException e ->
          switch (e) {
            case InvalidRequestException _,
                NotFoundException _,
                ConflictException _,
                LockedException _ ->
                new RunFailure(e.getMessage(), false, false);
            case ResourceException _ -> new RunFailure(e.getMessage(), true, false);
            case CorruptionException _ -> new RunFailure(e.getMessage(), true, true);
          };
      default -> new RunFailure("The run has failed because of an internal error.", true, true);
    };
  }
}
