package io.lodestone.server.protocol;

/** One operation of an AWS service. Safe for several threads: one object answers all calls. */
public interface Operation {
  /** Its name on the wire, without the service's prefix ("WriteRecords"). */
  String name();

  /**
   * Whether it asks {@link Call#access()} by itself, for each resource that its request names,
   * before anything is done or told. For all others the protocol asks for the operation on
   * anything, before they are called.
   */
  default boolean asksForAccess() {
    return false;
  }

  /** Whether it is about points, and so frequent that a call which is let in leaves no trail. */
  default boolean isAboutPoints() {
    return false;
  }

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
