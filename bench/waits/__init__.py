"""The wait that customers are told, held against the wait that they had: streams of chats, a desk that takes them."""
