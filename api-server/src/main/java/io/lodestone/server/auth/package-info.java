/**
 * Who sent a request: AWS Signature Version 4, header and query form, and the access keys it is
 * verified with. Here alone a {@link io.lodestone.server.auth.Principal} is made. What the
 * principal may do is decided by the policy of its key.
 */
package io.lodestone.server.auth;
