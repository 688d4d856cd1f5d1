/**
 * Objects in buckets, as object stores keep them. It refuses to know what an object holds and who
 * may read it.
 */
package io.lodestone.server.objects;
