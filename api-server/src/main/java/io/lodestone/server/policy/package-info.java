/**
 * Which acts a policy allows: a subset of the policy documents of AWS Identity and Access
 * Management, read, checked and decided. Pure: it knows no key, no request of HTTP, no clock and no
 * service; actions and resources are texts to it. What it does not understand it refuses to read,
 * so that nothing of a policy is ever silently left out.
 */
package io.lodestone.server.policy;
