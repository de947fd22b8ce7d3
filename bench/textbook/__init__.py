"""References in Django REST framework as its tutorial teaches it: ModelSerializer, ReadOnlyModelViewSet, prefetching.

They run behind the same middleware, key and transaction as the product's lists, and give the same rows.
"""
