/** Time as the whole engine sees it: one clock that never goes back. */
package io.lodestone.engine.clock;
