package io.lodestone.server.protocol;

/** One operation of an AWS service. Safe for several threads: one object answers all calls. */
public interface Operation {
  /** Its name on the wire, without the service's prefix ("WriteRecords"). */
  String name();

  /**
   * Does it. On a virtual thread; may block.
   *
   * @return the members of the answer
   * @throws ServiceException answered as that error
   * @throws io.lodestone.model.LodestoneException answered as the service's {@link ErrorTable}
   *     says; anything else that escapes is a bug, answered as the service's internal error and
   *     logged
   */
  Reply handle(Call call);
}
