/** How what queries yield looks in JSON, for answers and for files alike. */
package io.lodestone.server.timestream.query.json;
