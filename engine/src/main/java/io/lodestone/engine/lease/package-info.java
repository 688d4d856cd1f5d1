/**
 * Reasons why expired points may not be destroyed yet. Whoever leaves points out of what it writes,
 * or lets a file go, asks here; who has a reason says so here. Knows segments, and refuses to know
 * who writes them or who reads them.
 */
package io.lodestone.engine.lease;
