/**
 * UNLOAD: the rows of a query as files in a bucket, with a manifest that names them. It refuses to
 * know how queries run and how their answers reach clients: a statement that unloads is a result of
 * one row like any other.
 */
package io.lodestone.server.timestream.query.unload;
