/**
 * Writes rows of SQL as files of Apache Parquet: row groups of column chunks of pages, nested
 * values striped by repetition and definition levels as in Dremel (Melnik et al., 2010), the footer
 * in Thrift's compact protocol. Streams to whatever it is given and holds one row group. It refuses
 * to know where the bytes go, and it reads nothing.
 */
package io.lodestone.server.parquet;
