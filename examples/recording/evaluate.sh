# Any program can log from a shell.
mlx runs log param shots 5
mlx runs log metric accuracy 0.91 --step 1
mlx runs log metric accuracy=0.94 f1=0.92 --step 2
echo "confusion: 45 5 4 46" > confusion.txt
mlx runs log artifact confusion.txt --path tables
mlx runs log tag stage evaluation
