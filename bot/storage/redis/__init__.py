"""What lives in Redis and may be lost: conversations and their locks, sign-ins, quotas; and a Redis of cunkou's own."""
