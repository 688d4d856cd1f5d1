/**
 * Brings back into memory what the log holds behind the checkpoint: frames are read and decoded by
 * one agent, applied by the thread that opens the engine, and written as segments by another agent
 * when memory is full. Knows the order of these acts and nothing of how any of them is done, nor of
 * what a start does before and after.
 */
package io.lodestone.engine.replay;
